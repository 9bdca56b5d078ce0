/**
 * Pictures of strangers. Each is first taken apart by code of our own, which looks at its measures and keeps only what
 * makes pixels; what is left is decoded by the JDK on few threads, and written anew.
 */
@NullMarked
package dev.parley.bootstrap.pictures;

import org.jspecify.annotations.NullMarked;
