package dev.codevar.training.loop.recipe;

/**
 * How often something is done, in steps.
 *
 * @param log a line of the log, with means over the steps since the last one
 * @param validate measuring held-out data; 0 after every epoch
 * @param samples pictures to look at; 0 never
 * @param checkpoint a checkpoint, and the curves drawn anew
 */
public record Every(int log, int validate, int samples, int checkpoint) {

    public Every {
        Legal.atLeast("log every", log, 1);
        Legal.atLeast("validate every", validate, 0);
        Legal.atLeast("samples every", samples, 0);
        Legal.atLeast("checkpoint every", checkpoint, 1);
    }

    public boolean logs(int step) {
        return step % log == 0;
    }

    public boolean validates(int step, int stepsOfEpoch) {
        return step % (validate == 0 ? stepsOfEpoch : validate) == 0;
    }

    public boolean draws(int step) {
        return samples > 0 && step % samples == 0;
    }

    public boolean saves(int step) {
        return step % checkpoint == 0;
    }
}
