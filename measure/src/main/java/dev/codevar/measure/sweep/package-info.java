/** CoDe's trade of score against time, over the number of scales that the drafter makes (the paper's main figure). */
@org.jspecify.annotations.NullMarked
package dev.codevar.measure.sweep;
