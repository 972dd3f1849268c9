// SPDX-License-Identifier: GPL-3.0-or-later
// What comes of retrieving from a node and sending to it, whatever the protocol.
#pragma once

#include "core/nodes/staging.h"

#include <QString>
#include <QStringList>

#include <optional>
#include <vector>

namespace ccad {

struct Retrieval
{
    std::vector<ReceivedObject> objects; ///< each whole and checked
    int failed = 0; ///< objects that the node could not send, or that were not taken
    /// Why, a sentence for each kind of failure.
    QStringList problems;

    void addProblem(const QString& sentence)
    {
        ++failed;
        if (!problems.contains(sentence) && problems.size() < 100)
            problems.append(sentence);
    }
};

/// One file that was to be sent.
struct SentFile
{
    QString file;
    std::optional<Error> problem; ///< nothing: the node has said that it keeps the object
    QString warning; ///< what the node says of an object that it keeps
};

} // namespace ccad
