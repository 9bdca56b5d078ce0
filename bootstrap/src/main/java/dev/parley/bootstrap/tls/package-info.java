/**
 * TLS on the server's port: the certificate as it is in its files, and the filter that encrypts.
 *
 * <p>What is HTTP is not known here, nor which settings name the files. A connection keeps the certificate it began with;
 * a file that can't be used changes nothing.
 */
@NullMarked
package dev.parley.bootstrap.tls;

import org.jspecify.annotations.NullMarked;
