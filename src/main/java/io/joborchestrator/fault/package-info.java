/** What is done about engines and databases that keep failing. No I/O. */
@NullMarked
package io.joborchestrator.fault;

import org.jspecify.annotations.NullMarked;
