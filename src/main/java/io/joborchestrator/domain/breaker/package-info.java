/** Circuit breakers as the fleet sees them. No I/O. */
@NullMarked
package io.joborchestrator.domain.breaker;

import org.jspecify.annotations.NullMarked;
