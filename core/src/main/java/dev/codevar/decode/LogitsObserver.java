package dev.codevar.decode;

import org.bytedeco.pytorch.Tensor;

/** An observer that also sees what the models say, for verification and measurement. */
public interface LogitsObserver extends Observer {

    /**
     * @param canvas what is drawn so far: all scales before the one about to be picked
     * @param first which of the canvas's pictures is the first of the b
     * @param logits_blV guided logits before any filter, float32; not to be changed, and gone after the call
     */
    void guided(Canvas canvas, int first, Tensor logits_blV);
}
