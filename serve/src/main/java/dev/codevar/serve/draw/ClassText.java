package dev.codevar.serve.draw;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.models.ModelSet;
import dev.codevar.serve.fields.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Finds the class that a text means. */
public final class ClassText {

    private ClassText() {}

    /**
     * {@return the class of this number or name}
     *
     * @throws Refusal 400 if there is none, with the nearest names
     */
    public static int exactly(ModelSet set, String text, String field) {
        try {
            return set.classOf(text);
        } catch (InvalidInputException e) {
            throw Refusal.of(field, String.valueOf(e.getMessage()));
        }
    }

    /**
     * {@return the class that a prompt is about: its number or name, or else the longest name of a class that stands in it as words}
     *
     * @throws Refusal 400 if there is none, with the nearest names
     */
    public static int inPrompt(ModelSet set, String prompt, String field) {
        try {
            return set.classOf(prompt);
        } catch (InvalidInputException noSuchName) {
            return longestWithin(set, prompt, field, String.valueOf(noSuchName.getMessage()));
        }
    }

    private static int longestWithin(ModelSet set, String prompt, String field, String otherwise) {
        String text = prompt.toLowerCase(Locale.ROOT);
        List<String> classes = set.description().classes();
        int found = -1;
        int length = 0;
        for (int i = 0; i < classes.size(); i++) {
            for (String name : classes.get(i).toLowerCase(Locale.ROOT).split(", ", -1)) {
                if (name.length() > length && standsIn(name, text)) {
                    found = i;
                    length = name.length();
                }
            }
        }
        if (found < 0) {
            throw Refusal.of(field, otherwise);
        }
        return found;
    }

    /** As whole words: "cat" does not stand in "catalogue". */
    private static boolean standsIn(String name, String text) {
        return text.contains(name)
                && Pattern.compile("(?<![\\p{L}\\p{N}])" + Pattern.quote(name) + "(s|es)?(?![\\p{L}\\p{N}])")
                        .matcher(text)
                        .find();
    }
}
