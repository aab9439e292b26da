package dev.codevar.training.loop;

import dev.codevar.fault.CodeVarException;
import dev.codevar.fault.InvalidInputException;
import dev.codevar.tensor.Scoped;
import dev.codevar.training.Parameters;
import dev.codevar.training.loop.recipe.Settings;
import dev.codevar.training.parallel.Peers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** What must be the same in all processes that train together. */
final class Agreement {

    private Agreement() {}

    /** Fails, naming the first difference, unless this process was begun as the first one. */
    static void requireSame(Peers peers, Settings settings) {
        byte[] first = peers.agreeOnSettings(settings.toJson());
        Settings.parse(first, "what the first process says")
                .firstDifference(settings)
                .ifPresent(difference -> {
                    throw new InvalidInputException("the first process was begun with " + difference
                            + ": all that train together need the same settings");
                });
    }

    /** Fails unless the parameters are the same everywhere, to the bit: processors of different kinds may round differently. */
    static void requireSame(Peers peers, Collection<Parameters> parameters, int step) {
        if (peers.count() == 1) {
            return;
        }
        List<Long> sums = new ArrayList<>();
        for (Parameters some : parameters) {
            some.leaves()
                    .values()
                    .forEach(leaf -> sums.add(Scoped.value(
                            () -> leaf.detach().view(ScalarType.Int).sum().item_long())));
        }
        ByteBuffer own = ByteBuffer.allocate(Long.BYTES * sums.size());
        sums.forEach(own::putLong);
        if (!peers.allSame(own.array())) {
            throw new CodeVarException(
                    "after step " + step + " the processes' parameters differ: all need the same program"
                            + " and processors of the same kind; begun again there, the training goes on from its last checkpoint");
        }
    }
}
