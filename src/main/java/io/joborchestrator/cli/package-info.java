/** The command line: one class per verb, for people at a terminal and for scripts. */
@NullMarked
package io.joborchestrator.cli;

import org.jspecify.annotations.NullMarked;
