package dev.codevar.app;

import dev.codevar.fault.InvalidInputException;
import dev.codevar.file.FilePaths;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Paths on the command line: an empty one would quietly mean the current folder. */
final class PathConverter implements ITypeConverter<Path> {

    @Override
    public Path convert(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("an empty name is no path");
        }
        try {
            return FilePaths.of(text);
        } catch (InvalidInputException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
