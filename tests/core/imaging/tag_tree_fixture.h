// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tags/tag_tree.h"
#include "tests/core/imaging/small_files.h"

#include <QTest>
#include <QtEndian>

namespace ccad::test {

using namespace Qt::StringLiterals;

inline Result<TagTree> treeOf(const QByteArray& bytes, const ReadLimits& limits = {})
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"picture"_s);
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("Cannot write a test file to %s", qPrintable(path));
    file.close();
    return readTagTree(path, limits);
}

inline TagTree smallTree(const Tags& tags)
{
    auto tree = treeOf(writeDicom(small(tags)));
    if (!tree)
        qFatal("%s", qPrintable(tree.error().message));
    return *std::move(tree);
}

/// The node at a path of tags (items by FFFEE000, the first one), or an empty one.
inline TagNode nodeAt(const std::vector<TagNode>& nodes, std::initializer_list<quint32> path)
{
    const std::vector<TagNode>* level = &nodes;
    const TagNode* found = nullptr;
    for (const quint32 tag : path) {
        const auto it = std::find_if(level->begin(), level->end(),
                                     [tag](const TagNode& node) { return node.tag == tag; });
        if (it == level->end())
            return {};
        found = &*it;
        level = &found->children;
    }
    return *found;
}

constexpr quint32 item = 0xFFFEE000;

/// An explicit little endian element as it lies in a file.
inline QByteArray element(quint32 tag, const char* vr, const QByteArray& value)
{
    QByteArray bytes(8, '\0');
    qToLittleEndian(quint16(tag >> 16), bytes.data());
    qToLittleEndian(quint16(tag & 0xFFFF), bytes.data() + 2);
    bytes.replace(4, 2, vr);
    qToLittleEndian(quint16(value.size()), bytes.data() + 6);
    return bytes + value;
}

} // namespace ccad::test
