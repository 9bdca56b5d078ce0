package dev.parley.bootstrap.architecture;

/** Breaks: test methods are annotated. */
@SuppressWarnings("JUnit4TestNotRun")
class ForgottenAnnotationTest {

    void nobody_runs_this() {}
}
