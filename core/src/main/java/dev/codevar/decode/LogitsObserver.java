package dev.codevar.decode;

import org.bytedeco.pytorch.Tensor;

/** An observer that also sees what the models say, for verification and measurement. */
public interface LogitsObserver extends Observer {

    /**
     * @param canvas what is drawn so far: all scales before the one about to be picked
     * @param logits_BlV guided logits before any filter, float32; not to be changed, and gone after the call
     */
    void guided(Canvas canvas, Tensor logits_BlV);
}
