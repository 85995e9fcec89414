/**
 * Benchmarks: each beside a peer or a floor, in the same run. Not null-marked: JMH fills the fields
 * of its states after their construction.
 */
package io.cachier.benchmarks;
