/** Measurements: programs that are started by hand, never tests. */
@NullMarked
package io.joborchestrator.bench;

import org.jspecify.annotations.NullMarked;
