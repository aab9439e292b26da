/**
 * What to beware of before scores of pictures are believed: it wastes people's weeks. What is known of both sides
 * ({@link Compared}) comes into {@link Warnings}: sizes, features, and how pictures were drawn; sentences for people go out, and
 * none where nothing is wrong.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.warning;
