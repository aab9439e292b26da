package dev.codevar.files.data;

import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;

/** Makes small files of every kind that is trained on. */
public final class TrainingFiles {
    private TrainingFiles() {}

    /** {@return even noise} */
    public static Picture noise(int width, int height, long seed) {
        byte[] rgb = new byte[width * height * 3];
        new Random(seed).nextBytes(rgb);
        return new Picture(width, height, rgb);
    }

    /** Writes noise as a PNG. */
    public static void png(Path file, int width, int height, long seed) throws IOException {
        Files.createDirectories(file.getParent());
        PictureFiles.writePng(file, noise(width, height, seed), Map.of());
    }

    /** {@return a JPEG of soft colours} */
    public static byte[] jpeg(int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, ((x * 5) << 16) | ((y * 5) << 8) | ((x + y) * 2));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageIO.write(image, "jpg", out);
        return out.toByteArray();
    }

    /**
     * Writes train/ and val/ of two classes: of 40 pixels and more a side, PNG and JPEG, one of them cut off and one no picture at all.
     *
     * @return the names of those that cannot be read
     */
    public static String[] folders(Path folder) throws IOException {
        for (int i = 0; i < 5; i++) {
            png(folder.resolve("train/cat/" + i + ".png"), 40 + i, 44, i);
            png(folder.resolve("train/dog/" + i + ".png"), 60, 41 + 2 * i, 10 + i);
            png(folder.resolve("val/cat/" + i + ".png"), 40, 40, 20 + i);
            png(folder.resolve("val/dog/" + i + ".png"), 50, 40, 30 + i);
        }
        Files.write(folder.resolve("train/dog/5.JPEG"), jpeg(48, 40));
        byte[] whole = jpeg(50, 50);
        Files.write(folder.resolve("train/cat/2a.jpg"), Arrays.copyOf(whole, whole.length / 2));
        Files.writeString(folder.resolve("train/dog/6.jpg"), "no picture");
        return new String[] {"2a.jpg", "6.jpg"};
    }

    /**
     * Writes {@link #folders}, with or without the last held-out picture of its class, which is broken where it is there.
     *
     * @return the held-out ones
     */
    public static PictureData measured(Path folder, boolean withBroken, int side) throws IOException {
        folders(folder);
        Path last = folder.resolve("val/cat/4.png");
        if (withBroken) {
            Files.writeString(last, "no picture");
        } else {
            Files.delete(last);
        }
        return PictureFolder.train(folder.resolve("train"), side, why -> {}).measuring(folder.resolve("val"));
    }

    /** Writes train/ and val/ of two classes of noise, ten sound pictures and six of 20x24 pixels. */
    public static void small(Path folder, long trainSeed, long valSeed) throws IOException {
        noise(folder.resolve("train"), 5, 100 * trainSeed);
        noise(folder.resolve("val"), 3, 100 * valSeed);
    }

    private static void noise(Path folder, int each, long firstSeed) throws IOException {
        long seed = firstSeed;
        for (String name : new String[] {"cat", "dog"}) {
            for (int i = 0; i < each; i++) {
                png(folder.resolve(name + "/" + i + ".png"), 20, 24, seed++);
            }
        }
    }

    /** Writes all files of CIFAR-10, with so many pictures in each. */
    public static void cifar10(Path folder, int each) throws IOException {
        for (int file = 1; file <= 5; file++) {
            Files.write(folder.resolve("data_batch_" + file + ".bin"), cifar10Records(each, file));
        }
        Files.write(folder.resolve("test_batch.bin"), cifar10Records(each, 6));
    }

    private static byte[] cifar10Records(int count, int seed) {
        byte[] records = new byte[count * 3073];
        new Random(seed).nextBytes(records);
        for (int i = 0; i < count; i++) {
            records[i * 3073] = (byte) ((seed + i) % 10);
        }
        return records;
    }

    /** Writes the four files of Fashion-MNIST's form, with so many pictures of all ten classes to train on and as many others. */
    public static void fashionMnist(Path folder, int count) throws IOException {
        for (String part : new String[] {"train", "t10k"}) {
            ByteBuffer images = ByteBuffer.allocate(16 + count * 28 * 28);
            new Random(31L * count + part.length()).nextBytes(images.array());
            images.putInt(0x803).putInt(count).putInt(28).putInt(28);
            ByteBuffer labels = ByteBuffer.allocate(8 + count).putInt(0x801).putInt(count);
            for (int i = 0; i < count; i++) {
                labels.put((byte) (i % 10));
            }
            Files.write(folder.resolve(part + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(part + "-labels-idx1-ubyte"), labels.array());
        }
    }
}
