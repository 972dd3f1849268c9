// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/isolation/internal/answer_content.h"

#include <QDataStream>
#include <QIODevice>

using namespace Qt::StringLiterals;

namespace ccad::isolation {

namespace {

constexpr qsizetype longestText = 4096; ///< a value has 1,024 characters at most
constexpr quint32 mostNodes = 200000; ///< a tree has 100,000 at most, and some that say more
constexpr quint16 deepest = 512; ///< sequences are nested 64 deep at most

/// Each node with its depth, a parent before its children.
void write(QDataStream& stream, const std::vector<TagNode>& nodes, quint16 depth)
{
    for (const TagNode& node : nodes) {
        const auto& [tag, vr, name, value, length, isPrivate, identifies, use, children] = node;
        stream << depth << tag << vr << name << value << length << isPrivate << identifies
               << static_cast<quint32>(use);
        write(stream, children, static_cast<quint16>(depth + 1));
    }
}

/// Believes nothing.
bool read(QDataStream& stream, quint16& depth, TagNode& node)
{
    quint32 use = 0;
    stream >> depth >> node.tag >> node.vr >> node.name >> node.value >> node.length
        >> node.isPrivate >> node.identifiesPatient >> use;
    node.use = use;
    const auto isShort = [](const QString& text) { return text.size() <= longestText; };
    return stream.status() == QDataStream::Ok && isShort(node.vr) && isShort(node.name)
        && isShort(node.value) && node.length >= -1;
}

} // namespace

bool put(AnswerWriter& writer, const TagTree& tree)
{
    QByteArray bytes;
    QDataStream stream(&bytes, QIODevice::WriteOnly);
    stream.setVersion(QDataStream::Qt_6_0);
    write(stream, tree.nodes, 0);
    return writer.setHead(tree.truncated ? "truncated" : "whole")
        && writer.append({bytes.constData(), static_cast<std::size_t>(bytes.size())});
}

std::optional<TagTree> takeTags(const QByteArray& head, const Bulk& bulk, QString& wrong)
{
    const QByteArray bytes = bulk.from(0).value_or(QByteArray());
    QDataStream stream(bytes);
    stream.setVersion(QDataStream::Qt_6_0);
    TagTree tree;
    tree.truncated = head == "truncated";
    // Where the next node of each depth goes. What lies deeper than a new node is finished, so that
    // no pointer outlives a list that grows.
    std::vector<std::vector<TagNode>*> lists{&tree.nodes};
    for (quint32 count = 0; !stream.atEnd(); ++count) {
        quint16 depth = 0;
        TagNode node;
        if (count == mostNodes || !read(stream, depth, node) || depth >= lists.size()
            || depth > deepest) {
            wrong = u"tags that cannot be"_s;
            return std::nullopt;
        }
        lists.resize(std::size_t{depth} + 1);
        lists.back()->push_back(std::move(node));
        lists.push_back(&lists.back()->back().children);
    }
    return tree;
}

} // namespace ccad::isolation
