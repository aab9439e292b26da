package dev.codevar.models;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.fault.Nearest;
import dev.codevar.models.Description.Transformer;
import dev.codevar.pyramid.Pyramid;
import dev.codevar.pyramid.ScaleRange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A plan by the models' roles: {@code large} is one model for all scales; {@code large:4,small} lets {@code large} make the
 * first 4 scales and {@code small} the rest; any number of models may follow each other, each but the last with the number of
 * scales it makes.
 *
 * @param parts who makes which scales
 */
public record PlanSpec(List<Part> parts) {

    /** One model's share of a plan. */
    public record Part(String role, ScaleRange range) {}

    public PlanSpec {
        parts = List.copyOf(parts);
        if (parts.isEmpty()) {
            throw new InvalidInputException("a plan needs at least one model, got none");
        }
        int next = 0;
        for (Part part : parts) {
            if (part.range().from() != next) {
                throw new InvalidInputException("a plan's " + part.role() + " starts at scale "
                        + part.range().from() + ", but the model before ends at " + next);
            }
            next = part.range().to();
        }
    }

    /**
     * @param text a plan's name in {@code set}, or a plan written out
     * @param set what there is
     * @return the plan
     */
    public static PlanSpec parse(String text, Description set) {
        String written = set.plans().getOrDefault(text, text);
        List<String> roles = new ArrayList<>();
        List<Integer> counts = new ArrayList<>();
        for (String part : written.split(",", -1)) {
            int colon = part.indexOf(':');
            String role = (colon < 0 ? part : part.substring(0, colon)).trim();
            if (!set.models().containsKey(role)) {
                throw new InvalidInputException("plan '" + text + "': no model '" + role + "'; "
                        + Nearest.meant(
                                role,
                                Stream.concat(set.models().keySet().stream(), set.plans().keySet().stream())
                                        .toList())
                        + "there are "
                        + set.models().keySet()
                        + (set.plans().isEmpty()
                                ? ""
                                : ", and the plans " + set.plans().keySet()));
            }
            roles.add(role);
            counts.add(colon < 0 ? 0 : count(text, part.substring(colon + 1).trim()));
        }
        Pyramid pyramid = pyramid(roles.get(0), set);
        for (int i = 0; i < roles.size() - 1; i++) {
            if (counts.get(i) == 0) {
                throw new InvalidInputException("plan '" + text + "': " + roles.get(i)
                        + " needs the number of scales that"
                        + " it makes, from 1 to " + (pyramid.scales() - roles.size() + 1) + ", as in " + roles.get(i)
                        + ":1");
            }
        }
        List<Part> parts = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < roles.size(); i++) {
            int left = pyramid.scales() - from;
            boolean last = i == roles.size() - 1;
            int count = last && counts.get(i) == 0 ? left : counts.get(i);
            if (count < 1 || count > left - (roles.size() - 1 - i) || (last && count != left)) {
                throw new InvalidInputException("plan '" + text + "': " + roles.get(i) + " makes " + count
                        + " scales, but of " + pyramid.scales() + " scales every model must make at least one and all"
                        + " together each once");
            }
            if (!pyramid(roles.get(i), set).equals(pyramid)) {
                throw new InvalidInputException(
                        "plan '" + text + "': " + roles.get(i) + " has other scales than " + roles.get(0));
            }
            parts.add(new Part(roles.get(i), new ScaleRange(from, from + count)));
            from += count;
        }
        return new PlanSpec(parts);
    }

    /** {@return the plan written out, as {@link #parse} reads it} */
    public String text() {
        String last = parts.get(parts.size() - 1).role();
        return parts.stream()
                .limit(parts.size() - 1)
                .map(part ->
                        part.role() + ":" + (part.range().to() - part.range().from()) + ",")
                .collect(Collectors.joining("", "", last));
    }

    /** {@return the scales of the model in that role} */
    static Pyramid pyramid(String role, Description set) {
        Transformer model = set.models().get(role);
        List<Integer> own = model == null ? null : model.scales();
        return new Pyramid(own == null ? set.scales() : own);
    }

    private static int count(String plan, String digits) {
        if (!digits.matches("[1-9]\\d{0,2}")) {
            throw new InvalidInputException(
                    "plan '" + plan + "': '" + digits + "' is no number of scales, which is at least 1");
        }
        return Integer.parseInt(digits);
    }
}
