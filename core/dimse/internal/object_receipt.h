// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dimse/internal/association.h"
#include "core/nodes/staging.h"

namespace ccad::dimse {

/// Decides on an object that is whole and on the disk; an error is told to the peer.
using ObjectTaker = std::function<Result<void>(const ReceivedObject& object)>;

/// What became of a C-STORE request: an object, or why there is none.
struct Receipt
{
    std::optional<ReceivedObject> object;
    std::optional<Error> problem;
};

/// Receives the data set of a C-STORE request into the staging folder, checks it, asks `take` and
/// answers. Success is answered when the object is safe on the disk and taken, and an object that
/// is not is removed. Errors are those of the association, which cannot go on then.
[[nodiscard]] Result<Receipt> receiveObject(Association& association,
                                            const IncomingCommand& request,
                                            const StagingFolder& staging,
                                            const DatasetLimits& limits, const ObjectTaker& take,
                                            const CancelToken& cancel);

} // namespace ccad::dimse
