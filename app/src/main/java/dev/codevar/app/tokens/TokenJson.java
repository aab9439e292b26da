package dev.codevar.app.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.OneLine;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.Tokens;
import dev.codevar.vqvae.VqVaeConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Tokens of pictures as JSON has them: one object.
 *
 * @param model the model set's name
 * @param scales the sides of the maps, coarsest first
 * @param codes V: ids are from 0 to V−1
 * @param pictures one entry for each
 */
record TokenJson(String model, List<Integer> scales, int codes, List<Entry> pictures) {

    TokenJson {
        scales = List.copyOf(scales);
        pictures = List.copyOf(pictures);
    }

    /**
     * A picture.
     *
     * @param file where it was
     * @param tokens per scale a map: an array of rows, each an array of ids. Any JSON, since a file may hold anything
     */
    record Entry(String file, JsonNode tokens) {}

    /**
     * @param model the model set's name
     * @param files where the pictures were
     * @param tokens of each, all of {@code config}'s scales
     */
    static TokenJson of(String model, VqVaeConfig config, List<Path> files, List<Tokens> tokens) {
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            entries.add(new Entry(files.get(i).toString(), maps(tokens.get(i))));
        }
        return new TokenJson(model, config.pyramid().sides(), config.codes(), entries);
    }

    private static ArrayNode maps(Tokens tokens) {
        ArrayNode maps = JsonNodeFactory.instance.arrayNode();
        for (int k = 0; k < tokens.pyramid().scales(); k++) {
            int side = tokens.pyramid().side(k);
            int[] ids = tokens.scale(k);
            ArrayNode map = maps.addArray();
            for (int y = 0; y < side; y++) {
                ArrayNode row = map.addArray();
                for (int x = 0; x < side; x++) {
                    row.add(ids[y * side + x]);
                }
            }
        }
        return maps;
    }

    /** Fails unless this is of a model of the same scales and codes. */
    void requireFits(VqVaeConfig config) {
        if (!scales.equals(config.pyramid().sides()) || codes != config.codes()) {
            throw new InvalidInputException("its tokens are of scales " + scales + " and " + codes
                    + " codes; this model takes scales " + config.pyramid().sides() + " and " + config.codes()
                    + " codes");
        }
    }

    /** {@return the tokens of picture {@code i}} */
    Tokens tokens(int i, VqVaeConfig config) {
        Pyramid pyramid = config.pyramid();
        JsonNode maps = pictures.get(i).tokens();
        requireArray("the picture", "maps", maps, pyramid.scales());
        long[] ids = new long[pyramid.length()];
        int at = 0;
        for (int k = 0; k < pyramid.scales(); k++) {
            String scale = "scale " + (k + 1);
            requireArray(scale, "rows", maps.get(k), pyramid.side(k));
            for (int y = 0; y < pyramid.side(k); y++) {
                String row = scale + ", row " + (y + 1);
                JsonNode values = maps.get(k).get(y);
                requireArray(row, "ids", values, pyramid.side(k));
                for (int x = 0; x < pyramid.side(k); x++) {
                    ids[at++] = id(values.get(x), row + ", column " + (x + 1), config.codes());
                }
            }
        }
        return new Tokens(pyramid, config.codes(), ids);
    }

    private static void requireArray(String place, String what, JsonNode value, int size) {
        if (!value.isArray() || value.size() != size) {
            String found = value.isArray() ? String.valueOf(value.size()) : OneLine.quote(value.toString());
            throw new InvalidInputException(place + " must be an array of " + size + " " + what + ", not of " + found);
        }
    }

    private static long id(JsonNode value, String place, int codes) {
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            throw new InvalidInputException("token id " + OneLine.quote(value.toString()) + " in " + place
                    + " is no whole number between 0 and " + (codes - 1));
        }
        return value.longValue();
    }
}
