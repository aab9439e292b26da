package dev.codevar.checkpoint.pickle;

/**
 * A class, function or object of Python that a pickle names or would build: nobody does, and what belongs to it is dropped. Two of
 * one name are different, as Python's objects are, so that one may be a key of a dict.
 */
final class Unbuilt {
    private final String name;

    Unbuilt(String name) {
        this.name = name;
    }

    /** {@return module and name, such as {@code argparse.Namespace}; of any length} */
    String name() {
        return name;
    }
}
