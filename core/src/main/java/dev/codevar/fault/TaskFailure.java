package dev.codevar.fault;

import java.util.concurrent.ExecutionException;

/** What a task on another thread failed with, as whoever waited for it is to see it. */
public final class TaskFailure {
    private TaskFailure() {}

    /**
     * {@return what to throw: the task's own exception}
     *
     * @throws Error if it failed with one
     */
    public static RuntimeException of(ExecutionException failure) {
        if (failure.getCause() instanceof RuntimeException own) {
            return own;
        }
        if (failure.getCause() instanceof Error error) {
            throw error;
        }
        return new IllegalStateException(failure.getCause());
    }
}
