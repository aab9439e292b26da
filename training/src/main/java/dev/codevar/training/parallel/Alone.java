package dev.codevar.training.parallel;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/** Nobody to wait for, and nothing to add. */
final class Alone implements Transport {
    @Override
    public int rank() {
        return 0;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public void agree(String wanted) {}

    @Override
    public void sum(List<Tensor> tensors) {}

    @Override
    public void copy(Tensor tensor, int from) {}

    @Override
    public void fail(String what) {}

    @Override
    public void close() {}
}
