package dev.parley.bootstrap;

import dev.parley.adapter.rest.RestAdapter;
import dev.parley.application.port.out.IdGenerator;
import dev.parley.application.port.out.RateLimiter;
import dev.parley.application.usecase.UseCases;
import dev.parley.bootstrap.metrics.Measuring;
import dev.parley.bootstrap.settings.Settings;
import dev.parley.bootstrap.tracing.Tracing;
import java.security.SecureRandom;
import java.time.InstantSource;

/**
 * What there is on every node, whatever it is there for.
 *
 * @param version of the program
 * @param name the node's name
 * @param health what it answers for
 * @param measuring what is put around parts so that they are measured
 * @param tracing what is put around parts so that questions are traced
 */
record NodeParts(
        Settings settings,
        String version,
        String name,
        DataFolder folder,
        Storage store,
        UseCases useCases,
        RateLimiter limiter,
        RestAdapter.Node health,
        Measuring measuring,
        Tracing tracing,
        IdGenerator ids,
        SecureRandom random,
        InstantSource clock) {}
