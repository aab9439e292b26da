package dev.codevar.training.parallel;

/** What processes do together. Its words are compared before anything is moved, and say what went wrong where they differ. */
enum Exchange {
    GATHERING("the gathering"),
    BEGIN("the beginning"),
    TURN("one process's turn"),
    SETTINGS("the settings"),
    STATE("the state to go on from"),
    NEXT("whether to go on"),
    LOSS("the sum of losses"),
    GRADIENTS("the sum of gradients"),
    METRICS("the means of metrics"),
    CODE_HITS("the sum of codes' uses"),
    CODES("the codes that move"),
    PARAMETERS("the comparison of parameters"),
    END("the end");

    private final String words;

    Exchange(String words) {
        this.words = words;
    }

    /** {@return what all must say at once} */
    String of(long things, String what) {
        return words + " (" + things + " " + what + ")";
    }

    @Override
    public String toString() {
        return words;
    }
}
