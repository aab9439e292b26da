package dev.codevar.app;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.lab.classifier.Classifier;
import dev.codevar.lab.classifier.ClassifierTraining;
import dev.codevar.lab.classifier.Epoch;
import dev.codevar.lab.classifier.RealFeatures;
import dev.codevar.lab.classifier.Settings;
import dev.codevar.lab.classifier.TrainingObserver;
import dev.codevar.lab.data.FashionMnist;
import dev.codevar.lab.data.LabelledPictures;
import dev.codevar.lab.data.PictureData;
import dev.codevar.tensor.Device;
import dev.codevar.tensor.Libtorch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code codevar train classifier}: the network whose features scores of small pictures are computed from. */
@Command(
        name = "classifier",
        description = {
            "Train a small network to recognise the classes of Fashion-MNIST, or of other pictures. Its features are"
                    + " what scores of small pictures are computed from.",
            "The same seed on one thread gives the same file, to the byte."
        },
        sortOptions = false)
final class TrainClassifierCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--data", paramLabel = "FOLDER", description = TrainingOptions.PICTURES)
    private Path data = FashionMnist.FOLDER;

    @Option(
            names = "--side",
            paramLabel = "PIXELS",
            description = "What the pictures of folders are cut to, 4 to 4096; others stay as they are. Default: 32.")
    private int side = 32;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            required = true,
            description = "Where the network goes, as safetensors; what is there is replaced.")
    private Path out = Path.of("");

    @Option(
            names = "--reference",
            paramLabel = "FILE",
            description = "Where the test pictures' features go, as .npz; what is there is replaced. Default: nowhere.")
    private @Nullable Path reference;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "How often every picture is seen, 1 to 10000. Default: 12.")
    private int epochs = 12;

    @Option(
            names = "--batch",
            paramLabel = "N",
            description = "How many pictures a step takes, 1 to 4096. Default: 64.")
    private int batch = 64;

    @Option(
            names = "--learning-rate",
            paramLabel = "X",
            description = "The largest learning rate, above 0 and at most 10. Default: 0.002.")
    private double learningRate = 0.002;

    @Option(names = "--seed", paramLabel = "SEED", description = "Where everything random comes from. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads to compute with, 1 to 1024. Default: one a core.")
    private @Nullable Integer threads;

    @Option(names = "--json", description = "Print one JSON object instead of lines for people.")
    private boolean json;

    TrainClassifierCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Settings settings = new Settings(epochs, batch, learningRate, seed);
        requireOutput();
        PlaceOptions.useThreads(threads);
        Libtorch.load();
        List<Epoch> done = new ArrayList<>();
        try (Bars bars = Bars.withSpeed(terminal, " pictures")) {
            Unreadable unreadable = new Unreadable(terminal, bars);
            LabelledPictures pictures = LabelledPictures.open(data, side, unreadable);
            PictureData test = pictures.test();
            new ClassifierTraining(pictures.training(), test, settings).run(out, observer(bars, done));
            TrainedReport report = new TrainedReport(
                    out.toString(),
                    reference == null ? null : reference.toString(),
                    seed,
                    Libtorch.threads(),
                    accuracy(test, bars),
                    unreadable.count(),
                    done);
            bars.close();
            report.print(terminal.out(), json);
        }
        return 0;
    }

    private void requireOutput() {
        OutputFiles.requireWritable(out);
        if (reference != null) {
            OutputFiles.requireWritable(reference);
            if (reference
                    .toAbsolutePath()
                    .normalize()
                    .equals(out.toAbsolutePath().normalize())) {
                throw new InvalidInputException("--out and --reference name the same file " + out);
            }
        }
    }

    /** Of the network as it was written, and as it will be used. */
    private double accuracy(PictureData test, Bars bars) {
        try (Classifier classifier = Classifier.open(out, Device.CPU)) {
            RealFeatures features =
                    RealFeatures.of(classifier, test, done -> bars.at("features", done, OptionalLong.of(test.count())));
            if (reference != null) {
                features.write(reference);
            }
            return features.accuracy();
        }
    }

    private TrainingObserver observer(Bars bars, List<Epoch> epochsDone) {
        return new TrainingObserver() {
            @Override
            public void step(int epoch, int done, int total) {
                bars.at("epoch " + (epoch + 1) + "/" + epochs, done, OptionalLong.of(total));
            }

            @Override
            public void epoch(Epoch epoch) {
                bars.close();
                epochsDone.add(epoch);
                if (!json) {
                    terminal.out().println(TrainedReport.line(epoch, epochs));
                }
            }
        };
    }
}
