@NullMarked
package io.joborchestrator.console.deadletters;

import org.jspecify.annotations.NullMarked;
