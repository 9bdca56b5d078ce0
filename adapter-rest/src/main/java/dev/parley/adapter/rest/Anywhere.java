package dev.parley.adapter.rest;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A resource that is no tenant's, and there at whatever host. Everything else is in the tenant one came in by. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@interface Anywhere {}
