// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/nodes/node.h"
#include "ui/jobs/in_order.h"

#include <QHash>
#include <QObject>

#include <functional>
#include <vector>

namespace ccad {

/// The nodes of the file that `ccad-cli archive` reads, too, and the secrets that were asked for,
/// which no file holds and which go with the program.
class NodeStore final : public QObject
{
    Q_OBJECT
public:
    explicit NodeStore(const QString& file, QObject* parent = nullptr);

    /// Reads the file on a worker. Without one there are no nodes.
    void load();
    [[nodiscard]] const std::vector<Node>& nodes() const { return m_nodes; }
    /// With its secret, if that was given. Nothing when there is no node of that name.
    [[nodiscard]] std::optional<Node> node(const QString& name) const;

    /// Adds a node, or puts it in the place of the one that was named `former`.
    void put(const Node& node, const QString& former);
    void remove(const QString& name);
    void setSecret(const QString& name, const QByteArray& secret);

    [[nodiscard]] bool isSaving() const { return m_work.isBusy(); }

Q_SIGNALS:
    void changed();
    void saved(const QString& name); ///< of the node that was put, after changed()
    void savingChanged();
    void failed(const QString& sentence);

private:
    using Nodes = std::vector<Node>;
    void change(const std::function<void(Nodes&)>& edit, const QString& name);
    void take(const Result<Nodes>& nodes);

    QString m_file;
    Nodes m_nodes;
    QHash<QString, QByteArray> m_secrets;
    InOrder m_work;
};

} // namespace ccad
