package dev.codevar.models;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotatedParameter;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells Jackson what the records' types tell already: every part must be there and not be null, unless it is nullable. */
public final class RequiredUnlessNullable extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public @Nullable Boolean hasRequiredMarker(AnnotatedMember member) {
        return mayBeNull(member).map(nullable -> !nullable).orElseGet(() -> super.hasRequiredMarker(member));
    }

    @Override
    public JsonSetter.Value findSetterInfo(Annotated member) {
        return mayBeNull(member)
                .map(nullable -> JsonSetter.Value.forValueNulls(nullable ? Nulls.SET : Nulls.FAIL, Nulls.FAIL))
                .orElseGet(() -> super.findSetterInfo(member));
    }

    /** Whether a record's part is nullable; empty for other members. */
    private static Optional<Boolean> mayBeNull(Annotated member) {
        if (member instanceof AnnotatedParameter parameter
                && parameter.getOwner().getMember() instanceof Constructor<?> constructor) {
            return Optional.of(
                    constructor.getAnnotatedParameterTypes()[parameter.getIndex()].isAnnotationPresent(Nullable.class));
        }
        return Optional.empty();
    }
}
