package dev.codevar;

import dev.codevar.decode.token.Edit;
import dev.codevar.decode.token.Row;
import dev.codevar.decode.token.Sampling;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.memory.MemoryNeed;
import dev.codevar.model.VarConfig;
import dev.codevar.models.Description;
import dev.codevar.models.ModelSet;
import dev.codevar.models.PlanSpec;
import dev.codevar.picture.Mask;
import dev.codevar.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Pictures asked for.
 *
 * @param plan which model makes which scales
 * @param items the pictures, at least one; every option may differ from picture to picture
 * @param random where chance comes from
 * @param moreSmooth whether codes are mixed by Gumbel softmax: smoother pictures, never for scores
 * @param batch how many pictures are drawn at a time; 0 leaves it to the engine, which
 *     may draw them with pictures of other requests
 */
public record Request(PlanSpec plan, List<Item> items, RandomMode random, boolean moreSmooth, int batch) {

    /** The most pictures that a builder asks for. */
    public static final int LARGEST_COUNT = 1_000_000;

    /** The largest batch. */
    public static final int LARGEST_BATCH = 4096;

    public Request {
        items = List.copyOf(items);
        if (items.isEmpty()) {
            throw new InvalidInputException("a request needs at least one picture, got none");
        }
        if (batch < 0 || batch > LARGEST_BATCH) {
            throw new InvalidInputException(
                    "batch " + batch + " is not between 0, which leaves it to the memory, and " + LARGEST_BATCH);
        }
    }

    /**
     * Checks what hangs on the models.
     *
     * @param config a transformer of the plan
     * @param side of the pictures, in pixels
     */
    void requireFits(VarConfig config, int side) {
        int scales = config.pyramid().scales();
        for (Item item : items) {
            item.row(scales, null).requireFits(config);
            item.edit().ifPresent(source -> source.requireFits(side));
        }
    }

    /** {@return what of this, beside the plan, changes how much memory a picture takes} */
    MemoryNeed.Kind memoryKind() {
        return new MemoryNeed.Kind(
                items.stream().anyMatch(item -> item.sampling().cfg() > 0),
                items.stream().anyMatch(item -> item.edit().isPresent()),
                random == RandomMode.REFERENCE);
    }

    /**
     * One picture asked for.
     *
     * @param label the class
     * @param seed where its randomness comes from
     * @param sampling how its tokens are chosen
     * @param edit what is kept of another picture, if anything
     */
    public record Item(int label, long seed, Sampling sampling, Optional<EditSource> edit) {

        /** {@return what is handed out of what was drawn for it} */
        Picture finished(Picture drawn) {
            return edit.map(source -> source.finished(drawn)).orElse(drawn);
        }

        /**
         * {@return the picture as a batch has it}
         *
         * @param scales K
         * @param encoded its edit, if it has one and it is encoded by now
         */
        Row row(int scales, @Nullable Edit encoded) {
            return new Row(
                    label,
                    seed,
                    sampling.cfg(),
                    sampling.temperatures(scales),
                    sampling.topKs(scales),
                    sampling.topP(),
                    encoded);
        }
    }

    /** Puts a request together, from the model set's own defaults. */
    public static final class Builder {
        private final ModelSet models;
        private String plan;
        private final List<Integer> labels = new ArrayList<>();
        private int count;
        private long seed = 42;
        private double cfg;
        private List<Double> temperature;
        private List<Integer> topK;
        private double topP;
        private RandomMode random = RandomMode.PER_PICTURE;
        private boolean moreSmooth;
        private int batch;
        private Optional<EditSource> edit = Optional.empty();

        /**
         * Begins with the model set's own defaults; {@link CoDe#request} is the shorter way where models are open.
         *
         * @param models what will make the pictures
         */
        public Builder(ModelSet models) {
            this.models = models;
            Description.Defaults defaults = models.description().defaults();
            plan = models.description().defaultPlan();
            cfg = defaults.cfg();
            temperature = List.of(defaults.temperature());
            topK = List.of(defaults.topK());
            topP = defaults.topP();
        }

        /** A plan's name in the model set, or a plan written out as {@code large:4,small}. */
        public Builder plan(String plan) {
            this.plan = plan;
            return this;
        }

        /** Classes by number or name; pictures take turns through them. All classes if never called. */
        public Builder classes(String... classes) {
            for (String text : classes) {
                labels.add(models.classOf(text));
            }
            return this;
        }

        /** How many pictures, 1 to {@link #LARGEST_COUNT}. One for each class if never called. */
        public Builder count(int count) {
            if (count < 1 || count > LARGEST_COUNT) {
                throw new InvalidInputException("count " + count + " is not between 1 and " + LARGEST_COUNT);
            }
            this.count = count;
            return this;
        }

        /** The first picture's seed; each further picture's is one more. 42 if never called. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Guidance, 0 to 100. */
        public Builder cfg(double cfg) {
            this.cfg = cfg;
            return this;
        }

        /** Temperature: one value for all scales, or one for each. */
        public Builder temperature(Double... temperature) {
            this.temperature = List.of(temperature);
            return this;
        }

        /** How many tokens stay in play: one value for all scales, or one for each; 0 for all. */
        public Builder topK(Integer... topK) {
            this.topK = List.of(topK);
            return this;
        }

        /** The probability that stays in play; 0 for all. */
        public Builder topP(double topP) {
            this.topP = topP;
            return this;
        }

        /** Where chance comes from. */
        public Builder random(RandomMode random) {
            this.random = random;
            return this;
        }

        /** Whether codes are mixed instead of chosen. */
        public Builder moreSmooth(boolean moreSmooth) {
            this.moreSmooth = moreSmooth;
            return this;
        }

        /** How many pictures are drawn at a time; 0 leaves it to the engine, which may draw them with pictures of other requests. */
        public Builder batch(int batch) {
            this.batch = batch;
            return this;
        }

        /** Keeps {@code picture} where {@code mask} does not say otherwise, in every picture asked for. */
        public Builder edit(Picture picture, Mask mask) {
            return edit(new EditSource(picture, mask));
        }

        /** Keeps a part of a picture, in every picture asked for. */
        public Builder edit(EditSource edit) {
            this.edit = Optional.of(edit);
            return this;
        }

        /** {@return the request} */
        public Request build() {
            int classes = models.description().classes().size();
            List<Integer> turns =
                    labels.isEmpty() ? IntStream.range(0, classes).boxed().toList() : labels;
            int pictures = count == 0 ? turns.size() : count;
            Sampling sampling = new Sampling(cfg, temperature, topK, topP);
            List<Item> items = IntStream.range(0, pictures)
                    .mapToObj(i -> new Item(turns.get(i % turns.size()), seed + i, sampling, edit))
                    .toList();
            return new Request(PlanSpec.parse(plan, models.description()), items, random, moreSmooth, batch);
        }
    }
}
