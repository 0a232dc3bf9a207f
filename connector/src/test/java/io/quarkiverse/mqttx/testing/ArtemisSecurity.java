package io.quarkiverse.mqttx.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.security.auth.Subject;

import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.security.ActiveMQSecurityManager5;
import org.apache.activemq.artemis.spi.core.security.jaas.UserPrincipal;

/** Names, passwords and forbidden topics for {@link ArtemisBroker}. Called on the broker's threads after it is set up. */
final class ArtemisSecurity implements ActiveMQSecurityManager5 {

    private final Map<String, String> users;
    private final List<String> noPublish = new ArrayList<>();
    private final List<String> noSubscribe = new ArrayList<>();

    ArtemisSecurity(Map<String, String> users) {
        this.users = users;
    }

    void denyPublish(String topicPrefix) {
        noPublish.add(address(topicPrefix));
    }

    void denySubscribe(String filterPrefix) {
        noSubscribe.add(address(filterPrefix));
    }

    /** Artemis separates levels by a dot. */
    private static String address(String topic) {
        return topic.replace('/', '.');
    }

    @Override
    public Subject authenticate(String user, String password, RemotingConnection connection, String domain) {
        if (!validateUser(user, password)) {
            return null;
        }
        Subject subject = new Subject();
        // Without a principal Artemis takes the user for unknown.
        subject.getPrincipals().add(new UserPrincipal(user));
        return subject;
    }

    @Override
    public boolean authorize(Subject subject, Set<Role> roles, CheckType check, String address) {
        return subject != null && switch (check) {
            case SEND -> noPublish.stream().noneMatch(address::startsWith);
            case CONSUME, CREATE_DURABLE_QUEUE, CREATE_NON_DURABLE_QUEUE -> noSubscribe.stream().noneMatch(address::startsWith);
            default -> true;
        };
    }

    @Override
    public boolean validateUser(String user, String password) {
        return user != null && password != null && password.equals(users.get(user));
    }

    @Override
    public boolean validateUserAndRole(String user, String password, Set<Role> roles, CheckType check) {
        return validateUser(user, password);
    }
}
