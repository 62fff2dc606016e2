/** What a person can configure: profiles, engines, execution; where files lie. No side effects. */
@NullMarked
package io.joborchestrator.config;

import org.jspecify.annotations.NullMarked;
