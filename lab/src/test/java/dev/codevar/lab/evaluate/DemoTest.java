package dev.codevar.lab.evaluate;

import dev.codevar.lab.sample.Preset;
import dev.codevar.lab.score.*;
import dev.codevar.picture.*;
import java.nio.file.Path;
import java.util.*;
import org.junit.jupiter.api.Test;

class DemoTest {
    @Test
    void write() {
        Picture sheet = PictureFiles.read(Path.of("/work/main/docs/fashion32.png"));
        System.out.println(sheet);
        Picture bench = PictureFiles.read(Path.of("/work/main/docs/speed.png"));
        String[] names = {
            "T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"
        };
        SortedMap<String, Double> classes = new TreeMap<>();
        for (int i = 0; i < 10; i++) {
            classes.put(names[i], 4 + (i * 37 % 10) * 1.7);
        }
        Subject f = new Subject(
                "fashion-run.npz",
                10000,
                32,
                32,
                false,
                Made.run("large:4,small", Preset.VAR, 10, 1000, 32, "bfloat16", 42));
        Subject fr = new Subject("fashion-mnist test set", 10000, 32, 32, true, null);
        List<PictureGrid> grids = List.of(
                PictureGrid.of("Samples", 10000, i -> crop(sheet, i, 32)),
                PictureGrid.of("Reference", 10000, i -> crop(sheet, i + 3, 32)));
        Scores s = new Scores(
                7.1234,
                null,
                8.4321,
                0.0812,
                0.7211,
                0.6543,
                0.001234,
                0.9123,
                0.8831,
                10000,
                10000,
                List.of("FID of 10000 samples is too large: it falls with their number, compare only equal numbers"));
        ReportPage.write(
                Path.of("/tmp/tD-demo/small.html"),
                new Report(
                        f,
                        fr,
                        s,
                        Scoring.published(),
                        new FrechetInterval(7.1234, 6.9812, 7.2711, 0.07),
                        0.95,
                        "the fashion32 classifier",
                        classes,
                        List.of(),
                        grids,
                        "23 November 2026",
                        "0.1.0"));
        SortedMap<String, Double> many = new TreeMap<>();
        for (int i = 0; i < 1000; i++)
            many.put(dev.codevar.zoo.ImageNet.shortName(i) + " (" + i + ")", 20 + (i * 7919L % 1000) * 0.13);
        Subject b = new Subject(
                "imagenet-d30-d16.npz",
                50000,
                256,
                256,
                false,
                Made.run(
                        "d30:8,d16",
                        new Preset("x", new dev.codevar.Sampling(4, List.of(1.0), List.of(900), 0.95), 50),
                        1000,
                        50,
                        256,
                        "bfloat16",
                        42));
        Subject br = new Subject("VIRTUAL_imagenet256_labeled.npz", 10000, 256, 256, true, null);
        Scores bs = new Scores(
                2.2712, 5.1234, 296.43, 3.21, 0.8241, 0.5912, 0.000312, 1.1123, 0.9031, 50000, 10000, List.of());
        List<PictureGrid> bg = List.of(
                PictureGrid.of("Samples", 50000, i -> crop(bench, i, 256)),
                PictureGrid.of("Reference", 10000, i -> crop(bench, i + 5, 256)));
        List<String> w = Warnings.of(new Compared(
                b,
                br,
                Made.features(50000, 4, 1)
                        .select(java.util.stream.IntStream.range(0, 50000)
                                .map(i -> i % 49900)
                                .toArray()),
                null,
                null,
                List.of()));
        ReportPage.write(
                Path.of("/tmp/tD-demo/large.html"),
                new Report(
                        b,
                        br,
                        bs,
                        Scoring.published(),
                        new FrechetInterval(2.2712, 2.2212, 2.3211, 0.02),
                        0.95,
                        "Inception (2015-12-05)",
                        many,
                        w,
                        bg,
                        "23 November 2026",
                        "0.1.0"));
    }

    static Picture crop(Picture p, int seed, int side) {
        SplittableRandom r = new SplittableRandom(seed * 77L);
        int x0 = r.nextInt(p.width() - side);
        int y0 = r.nextInt(p.height() - side);
        int f = 1;
        if (side == 32) {
            x0 = 8 + 104 * r.nextInt(5);
            y0 = 8 + 115 * r.nextInt(4);
            f = 3;
        }
        byte[] rgb = new byte[side * side * 3];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) p.sample(x0 + i / 3 % side * f, y0 + i / 3 / side * f, i % 3);
        }
        return new Picture(side, side, rgb);
    }
}
