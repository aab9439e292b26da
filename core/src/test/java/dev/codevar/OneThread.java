package dev.codevar;

import dev.codevar.tensor.Libtorch;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** Has libtorch compute on one thread for the tests of a class, since only then are sums added up in the same order, and puts it back. */
public final class OneThread implements BeforeAllCallback, AfterAllCallback {
    private static final Namespace NAMESPACE = Namespace.create(OneThread.class);
    private static final String BEFORE = "threads before";

    @Override
    public void beforeAll(ExtensionContext context) {
        context.getStore(NAMESPACE).put(BEFORE, Libtorch.threads());
        Libtorch.useThreads(1);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        Libtorch.useThreads(Objects.requireNonNull(context.getStore(NAMESPACE).remove(BEFORE, Integer.class)));
    }
}
