/** The filter bar above lists: chips, one term being typed, completions. */
@NullMarked
package io.joborchestrator.console.filter;

import org.jspecify.annotations.NullMarked;
