package dev.codevar.lab.classifier;

/** Told how a training goes. */
public interface TrainingObserver {
    /** One that does nothing. */
    TrainingObserver NONE = new TrainingObserver() {
        @Override
        public void step(int epoch, int done, int total) {}

        @Override
        public void epoch(Epoch epoch) {}
    };

    /** In epoch {@code epoch}, from 0, so many of the pictures are done. */
    void step(int epoch, int done, int total);

    /** An epoch is over. */
    void epoch(Epoch epoch);
}
