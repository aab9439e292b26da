/** What to beware of before scores of pictures are believed: it wastes people's weeks. */
@org.jspecify.annotations.NullMarked
package dev.codevar.evaluation.warning;
