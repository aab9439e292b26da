package dev.codevar.files.data;

import dev.codevar.fault.BrokenFileException;
import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a folder has to train on and to measure with: Fashion-MNIST's form, CIFAR's, or ImageNet's.
 *
 * @param training all to train on
 * @param test others, of the same classes
 */
public record LabelledPictures(PictureData training, PictureData test) {
    private static final String TRAIN = "train";
    private static final String VAL = "val";

    /** A form that a folder of pictures may have. */
    private enum Kind {
        IDX("Fashion-MNIST's IDX files (train-images-idx3-ubyte)"),
        CIFAR("CIFAR's binary files (data_batch_1.bin or train.bin)"),
        FOLDERS("a folder 'train' with a folder of pictures for each class");

        private final String shown;

        Kind(String shown) {
            this.shown = shown;
        }

        private boolean isIn(Path folder) {
            return switch (this) {
                case IDX -> FashionMnist.isIn(folder);
                case CIFAR -> Cifar.isIn(folder);
                case FOLDERS -> Files.isDirectory(folder.resolve(TRAIN));
            };
        }
    }

    /**
     * Opens what is there.
     *
     * @param folder in one of the forms
     * @param side what larger pictures are cut to; those of one size stay as they are
     * @param broken is told of each picture that cannot be read, once
     * @throws InvalidInputException in one line, if it is not there or has none of the forms
     * @throws CodeVarException in one line, if it has several, or a file is not as it should be
     */
    public static LabelledPictures open(Path folder, int side, Consumer<String> broken) {
        return switch (kind(folder)) {
            case IDX -> new LabelledPictures(FashionMnist.train(folder), FashionMnist.test(folder));
            case CIFAR -> new LabelledPictures(Cifar.train(folder), Cifar.test(folder));
            case FOLDERS -> {
                PictureFolder training = PictureFolder.train(folder.resolve(TRAIN), side, broken);
                yield new LabelledPictures(training, training.measuring(folder.resolve(VAL)));
            }
        };
    }

    private static Kind kind(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new InvalidInputException("no pictures at " + folder
                    + ": there is no such folder (Debian has some: apt install dataset-fashion-mnist)");
        }
        List<Kind> found = new ArrayList<>(List.of(Kind.values()));
        found.removeIf(kind -> !kind.isIn(folder));
        if (found.size() > 1) {
            throw new BrokenFileException("the pictures of " + folder + " are of more than one kind: it has "
                    + found.get(0).shown + " and " + found.get(1).shown);
        }
        if (found.isEmpty()) {
            throw new InvalidInputException("no pictures at " + folder + ": it has neither " + Kind.IDX.shown + " nor "
                    + Kind.CIFAR.shown + " nor " + Kind.FOLDERS.shown);
        }
        return found.get(0);
    }
}
