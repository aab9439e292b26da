package dev.codevar.examples;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.codevar.picture.Picture;
import dev.codevar.picture.PictureFiles;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;

/**
 * Makes the pictures that emoji64 learns from: {@code train/CLASS/} and {@code val/CLASS/} of 72x72 PNG files, from unpacked npm packages
 * {@code emoji-datasource-*} and others whose {@code assets} are named by code points. {@code docs/emoji64/README.md} says how.
 */
public final class EmojiData {
    private static final int SIDE = 64;
    /** With white around: trainings make the side 1.125 times what they want and cut that out, in the middle or up to 4 pixels beside it. */
    private static final int WHOLE = 72;

    private static final AffineTransform IN_THE_MIDDLE =
            AffineTransform.getTranslateInstance((WHOLE - SIDE) / 2.0, (WHOLE - SIDE) / 2.0);
    /** Every tenth emoji of a class, with all its designs and skins, is never learnt from. */
    private static final int TENTH = 10;
    /** Of all files: by their times trainings know pictures, and they go on with those that are made again. */
    private static final FileTime TIME = FileTime.from(Instant.parse("2024-01-01T00:00:00Z"));

    private static final int FIRST_HELD_OUT = 4;

    /** About as many pictures has a class to learn from, once they are varied: or the classes of a few would hardly be seen. */
    private static final int OF_A_CLASS = 1000;

    private static final Pattern PICTURE = Pattern.compile("[0-9a-f-]+[.](png|webp)");
    private static final double LARGEST_TURN = Math.toRadians(10);
    private static final double LEAST_SCALE = 0.8;
    private static final double LARGEST_SCALE = 0.95;
    private static final double LARGEST_SHIFT = 3;
    private static final float LARGEST_HUE = 0.04f;

    private final Map<String, String> classOf = new HashMap<>();
    private final Map<String, Boolean> mirrored = new HashMap<>();
    private final Path out;

    private EmojiData(Path out) {
        this.out = out;
    }

    /**
     * One design of one emoji in one skin.
     *
     * @param name of the file to be
     * @param picture with transparent ground
     */
    private record Design(String name, BufferedImage picture) {}

    /**
     * @param arguments the table of classes, the folder to be made, and the unpacked packages
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("EmojiData CLASSES.tsv OUT PACKAGE...");
            System.exit(2);
        }
        EmojiData data = new EmojiData(Path.of(arguments[1]));
        data.readClasses(Path.of(arguments[0]));
        List<Path> packages = Stream.of(arguments).skip(2).map(Path::of).toList();
        data.designs(packages).forEach(data::write);
    }

    private void readClasses(Path table) throws IOException {
        for (String line : Files.readAllLines(table)) {
            String[] cells = line.split("\t", 3);
            if (line.startsWith("#") || cells.length < 3 || cells[0].equals("class")) {
                continue;
            }
            mirrored.put(cells[0], cells[1].equals("yes"));
            for (String member : cells[2].split(" ", -1)) {
                classOf.put(member, cells[0]);
            }
        }
    }

    private String classOf(JsonNode emoji) {
        String single = classOf.get(emoji.path("short_name").asText());
        return Objects.requireNonNullElse(
                single, classOf.getOrDefault("*" + emoji.path("subcategory").asText(), ""));
    }

    /** {@return by class and then by emoji, in the order of their code points, all designs} */
    private Map<String, Map<String, List<Design>>> designs(List<Path> packages) throws IOException {
        List<JsonNode> emojis = emojis(packages);
        Map<String, Map<String, List<Design>>> all = new TreeMap<>();
        for (Path one : packages) {
            Map<String, Path> pictures = pictures(one);
            String design = String.valueOf(one.getParent().getFileName());
            for (JsonNode emoji : emojis) {
                List<Design> designs = all.computeIfAbsent(classOf(emoji), name -> new LinkedHashMap<>())
                        .computeIfAbsent(emoji.path("unified").asText(), code -> new ArrayList<>());
                List<JsonNode> skins = new ArrayList<>(List.of(emoji));
                emoji.path("skin_variations").forEach(skins::add);
                for (JsonNode skin : skins) {
                    String name = skin.path("image").asText().replace(".png", "");
                    Path file = pictures.get(qualified(name));
                    if (file != null) {
                        designs.add(new Design(name + "-" + design, sized(read(file))));
                    }
                }
            }
        }
        return all;
    }

    /** {@return the emoji of a class, in the order of their code points, from the first package that describes them} */
    private List<JsonNode> emojis(List<Path> packages) throws IOException {
        Path described = packages.stream()
                .map(one -> one.resolve("emoji.json"))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElseThrow();
        return StreamSupport.stream(
                        new ObjectMapper().readTree(described.toFile()).spliterator(), false)
                .filter(emoji -> !classOf(emoji).isEmpty())
                .sorted(Comparator.comparing(emoji -> emoji.path("unified").asText()))
                .toList();
    }

    /** {@return a package's pictures by their code points: of several sizes those of this side} */
    private static Map<String, Path> pictures(Path unpacked) throws IOException {
        Map<String, Path> pictures = new HashMap<>();
        try (Stream<Path> files = Files.walk(unpacked)) {
            files.filter(file -> PICTURE.matcher(file.getFileName().toString()).matches())
                    .filter(file -> file.getParent().endsWith("assets")
                            || file.getParent().endsWith(String.valueOf(SIDE)))
                    .forEach(file ->
                            pictures.put(qualified(file.getFileName().toString().replaceFirst("[.].*", "")), file));
        }
        return pictures;
    }

    /** {@return code points without the one that asks for an emoji in place of a letter: packages differ in where they have it} */
    private static String qualified(String codes) {
        return codes.replace("-fe0f", "");
    }

    /** {@return a PNG with its transparency, and of other formats the picture on white} */
    private static BufferedImage read(Path file) throws IOException {
        if (file.toString().endsWith(".png")) {
            return ImageIO.read(file.toFile());
        }
        Picture picture = PictureFiles.read(file);
        BufferedImage image = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_ARGB);
        byte[] rgb = picture.rgb();
        for (int i = 0; i < picture.width() * picture.height(); i++) {
            int pixel = (0xff << 24)
                    | ((rgb[3 * i] & 0xff) << 16)
                    | ((rgb[3 * i + 1] & 0xff) << 8)
                    | (rgb[3 * i + 2] & 0xff);
            image.setRGB(i % picture.width(), i / picture.width(), pixel);
        }
        return image;
    }

    private static BufferedImage sized(BufferedImage emoji) {
        if (emoji.getWidth() == SIDE && emoji.getHeight() == SIDE) {
            return emoji;
        }
        BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_ARGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.drawImage(emoji.getScaledInstance(SIDE, SIDE, Image.SCALE_AREA_AVERAGING), 0, 0, null);
        graphics.dispose();
        return picture;
    }

    /** {@return the emoji on white, moved} */
    private static BufferedImage drawn(BufferedImage emoji, AffineTransform by) {
        BufferedImage picture = new BufferedImage(WHOLE, WHOLE, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, WHOLE, WHOLE);
        graphics.drawImage(emoji, by, null);
        graphics.dispose();
        return picture;
    }

    private void write(String name, Map<String, List<Design>> emojis) {
        List<Design> learnt = new ArrayList<>();
        int place = 0;
        int heldOut = 0;
        for (List<Design> designs : emojis.values()) {
            if (place++ % TENTH == FIRST_HELD_OUT) {
                designs.forEach(design -> write("val", name, design.name(), drawn(design.picture(), IN_THE_MIDDLE)));
                heldOut += designs.size();
            } else {
                learnt.addAll(designs);
            }
        }
        int copies = Math.max(1, Math.round((float) OF_A_CLASS / Math.max(1, learnt.size())));
        for (Design design : learnt) {
            write("train", name, design.name(), drawn(design.picture(), IN_THE_MIDDLE));
            for (int copy = 1; copy < copies; copy++) {
                SplittableRandom random =
                        new SplittableRandom(31L * design.name().hashCode() + copy);
                boolean mirror = Boolean.TRUE.equals(mirrored.get(name)) && random.nextBoolean();
                write("train", name, design.name() + "-" + copy, varied(design.picture(), mirror, random));
            }
        }
        System.out.printf(
                "%-16s %4d pictures to learn from, %d times each; %d held out%n", name, learnt.size(), copies, heldOut);
    }

    private static BufferedImage varied(BufferedImage picture, boolean mirror, SplittableRandom random) {
        double scale = LEAST_SCALE + (LARGEST_SCALE - LEAST_SCALE) * random.nextDouble();
        AffineTransform by = new AffineTransform();
        by.translate(WHOLE / 2.0 + between(random, LARGEST_SHIFT), WHOLE / 2.0 + between(random, LARGEST_SHIFT));
        by.rotate(between(random, LARGEST_TURN));
        by.scale(mirror ? -scale : scale, scale);
        by.translate(-SIDE / 2.0, -SIDE / 2.0);
        return shifted(drawn(picture, by), (float) between(random, LARGEST_HUE));
    }

    private static double between(SplittableRandom random, double most) {
        return (2 * random.nextDouble() - 1) * most;
    }

    private static BufferedImage shifted(BufferedImage picture, float hue) {
        for (int y = 0; y < WHOLE; y++) {
            for (int x = 0; x < WHOLE; x++) {
                Color color = new Color(picture.getRGB(x, y));
                float[] hsb = Color.RGBtoHSB(color.getRed(), color.getGreen(), color.getBlue(), null);
                picture.setRGB(x, y, Color.HSBtoRGB(hsb[0] + hue, hsb[1], hsb[2]));
            }
        }
        return picture;
    }

    private void write(String part, String name, String file, BufferedImage picture) {
        byte[] rgb = new byte[WHOLE * WHOLE * 3];
        IntStream.range(0, WHOLE * WHOLE).forEach(i -> {
            int pixel = picture.getRGB(i % WHOLE, i / WHOLE);
            for (int channel = 0; channel < 3; channel++) {
                rgb[3 * i + channel] = (byte) (pixel >> (16 - 8 * channel));
            }
        });
        try {
            Path folder = Files.createDirectories(out.resolve(part).resolve(name));
            Path png = folder.resolve(file + ".png");
            PictureFiles.writePng(png, new Picture(WHOLE, WHOLE, rgb), Map.of());
            Files.setLastModifiedTime(png, TIME);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
