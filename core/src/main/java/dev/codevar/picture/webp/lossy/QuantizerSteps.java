package dev.codevar.picture.webp.lossy;

/** The steps of coefficients: the first and the others of brightness, of the blocks' means, and of colour (RFC 6386, 9.6). */
record QuantizerSteps(
        int first, int others, int firstOfMeans, int othersOfMeans, int firstOfColour, int othersOfColour) {
    private static final int MOST = 127;
    private static final int MOST_OF_COLOUR = 117;
    private static final int LEAST_OF_MEANS = 8;

    /**
     * @param number of the quantizer
     * @param more what is added to the number for each but the second
     */
    static QuantizerSteps of(int number, int[] more) {
        return new QuantizerSteps(
                LossyTables.FIRST_STEPS[within(number + more[0], MOST)],
                LossyTables.STEPS_OF_OTHERS[within(number, MOST)],
                LossyTables.FIRST_STEPS[within(number + more[1], MOST)] * 2,
                Math.max(LEAST_OF_MEANS, LossyTables.STEPS_OF_OTHERS[within(number + more[2], MOST)] * 155 / 100),
                LossyTables.FIRST_STEPS[within(number + more[3], MOST_OF_COLOUR)],
                LossyTables.STEPS_OF_OTHERS[within(number + more[4], MOST)]);
    }

    private static int within(int number, int most) {
        return Math.max(0, Math.min(most, number));
    }
}
