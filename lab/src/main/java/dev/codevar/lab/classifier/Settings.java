package dev.codevar.lab.classifier;

import dev.codevar.fault.InvalidInputException;

/**
 * How a classifier is trained.
 *
 * @param epochs how many times every picture is seen
 * @param batch how many pictures a step takes
 * @param learningRate the largest, above 0 and at most 10
 * @param seed where everything random comes from
 */
public record Settings(int epochs, int batch, double learningRate, long seed) {

    public Settings {
        require("epochs", epochs, 1, 10_000);
        require("batch", batch, 1, 4096);
        if (!(learningRate > 0 && learningRate <= 10)) {
            throw new InvalidInputException("learning rate " + learningRate + " is not above 0 and at most 10");
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new InvalidInputException(what + " " + value + " is not between " + least + " and " + most);
        }
    }
}
