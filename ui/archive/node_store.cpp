// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/node_store.h"

#include <algorithm>

namespace ccad {

namespace {

using Nodes = std::vector<Node>;

Result<Nodes> nodesOf(const QString& file)
{
    auto nodes = readNodes(file);
    if (!nodes && nodes.error().code == ErrorCode::FileNotFound)
        return Nodes();
    return nodes;
}

Nodes::iterator named(Nodes& nodes, const QString& name)
{
    return std::find_if(nodes.begin(), nodes.end(),
                        [&name](const Node& node) { return node.name == name; });
}

/// The file as it is by now, since the user may have edited it meanwhile, with one change.
Result<Nodes> changed(const QString& file, const std::function<void(Nodes&)>& edit)
{
    auto nodes = nodesOf(file);
    if (!nodes)
        return nodes;
    edit(*nodes);
    const auto written = writeNodes(file, *nodes);
    return written ? nodes : written.error();
}

} // namespace

NodeStore::NodeStore(const QString& file, QObject* parent) : QObject(parent), m_file(file) { }

void NodeStore::load()
{
    m_work.start([file = m_file] { return nodesOf(file); },
                 [this](const Result<Nodes>& nodes) { take(nodes); });
}

std::optional<Node> NodeStore::node(const QString& name) const
{
    for (Node node : m_nodes)
        if (node.name == name) {
            node.secret = m_secrets.value(name);
            return node;
        }
    return std::nullopt;
}

void NodeStore::put(const Node& node, const QString& former)
{
    m_secrets.remove(former);
    change(
        [node, former](Nodes& nodes) {
            const auto place = former.isEmpty() ? nodes.end() : named(nodes, former);
            if (place == nodes.end())
                nodes.push_back(node);
            else
                *place = node;
        },
        node.name);
}

void NodeStore::remove(const QString& name)
{
    m_secrets.remove(name);
    change(
        [name](Nodes& nodes) {
            if (const auto place = named(nodes, name); place != nodes.end())
                nodes.erase(place);
        },
        {});
}

void NodeStore::setSecret(const QString& name, const QByteArray& secret)
{
    if (secret.isEmpty())
        m_secrets.remove(name);
    else
        m_secrets.insert(name, secret);
}

void NodeStore::change(const std::function<void(Nodes&)>& edit, const QString& name)
{
    m_work.start([file = m_file, edit] { return ccad::changed(file, edit); },
                 [this, name](const Result<Nodes>& nodes) {
                     take(nodes);
                     if (nodes && !name.isEmpty())
                         Q_EMIT saved(name);
                     Q_EMIT savingChanged();
                 });
    Q_EMIT savingChanged();
}

void NodeStore::take(const Result<Nodes>& nodes)
{
    if (!nodes) {
        Q_EMIT failed(nodes.error().message);
        return;
    }
    m_nodes = *nodes;
    Q_EMIT changed();
}

} // namespace ccad
