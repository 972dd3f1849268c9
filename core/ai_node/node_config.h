// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dimse/storage_server.h"
#include "core/nodes/node.h"
#include "core/results/result_objects.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad {

/// Who may talk to the node.
struct NodePeer
{
    QString name; ///< for rules and the log
    QByteArray aet;
    QString address; ///< numeric; empty: this machine
    bool mayStore = true; ///< else only C-ECHO
};

/// What becomes of a film: the first rule that it fits decides.
struct NodeRule
{
    QStringList from; ///< names of peers; empty: all
    QStringList modalities = {QStringLiteral("CR"), QStringLiteral("DX")};
    /// Body Part Examined, in capitals; an empty text stands for films that do not say it. An empty
    /// list: all films.
    QStringList bodyParts;
    std::vector<results::ObjectKind> objects; ///< never empty
    bool ofPositives = false; ///< only films whose finding is positive give objects
    QString to; ///< name of the archive
    /// Several nodes share the work, each with the studies whose UIDs leave `part` - 1 when they
    /// are hashed and divided by `parts`.
    int part = 1;
    int parts = 1;
};

/// How long the node keeps what it does not need any more.
struct NodeRetention
{
    double filmDays = 0; ///< a film whose results are in the archive; 0: at once
    double failedDays = 30; ///< a film that gave no results, or whose results nobody takes
    double historyDays
        = 90; ///< that a film was there, by which it is recognised when it comes again
};

/// How often something is tried again.
struct NodePatience
{
    int firstPauseMs = 2000; ///< doubled each time
    int longestPauseMs = 600000;
    int mostTries
        = 12; ///< of one film, or of results that an archive refuses, before it is given up
};

struct NodeConfig
{
    QString path; ///< the file that it came from
    QString data; ///< folder of the node's own, with its queue and what it received
    QString model; ///< folder; empty: the default model
    dimse::StorageServerSettings server; ///< its peers follow from those below
    std::vector<NodePeer> peers;
    std::vector<Node> archives; ///< all nodes of the file that the configuration names
    std::vector<NodeRule> rules;
    NodeRetention retention;
    NodePatience patience;
    int workers = 2; ///< films in work at once
    bool gradesMaps = false; ///< each map is tested, which takes as long as judging
    qint64 leastFreeBytes = qint64{1} << 30; ///< films are refused where the disk has less

    [[nodiscard]] const Node* archive(const QString& name) const;
    /// By its title and address; the first.
    [[nodiscard]] const NodePeer* peer(const QByteArray& aet) const;
};

/// docs/formats.md says what is in the file; paths are relative to it. A configuration without
/// peers listens to this machine alone, whatever address it names. Errors: FileNotFound,
/// FileUnreadable, TooLarge, FileBroken (a sentence that names the field), those of readNodes().
[[nodiscard]] Result<NodeConfig> readNodeConfig(const QString& path);

} // namespace ccad
