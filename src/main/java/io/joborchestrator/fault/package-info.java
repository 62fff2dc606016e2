/** What happens after something failed: retry policies by name. No I/O. */
@NullMarked
package io.joborchestrator.fault;

import org.jspecify.annotations.NullMarked;
