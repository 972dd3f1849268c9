// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/imaging/tags/content_lines.h"

#include "core/imaging/dicom/tag_names.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr quint32 contentSequence = 0x0040A730;
constexpr quint32 conceptName = 0x0040A043;
constexpr quint32 conceptCode = 0x0040A168;
constexpr quint32 valueType = 0x0040A040;
constexpr quint32 measuredValue = 0x0040A300;
constexpr quint32 numericValue = 0x0040A30A;
constexpr quint32 units = 0x004008EA;
constexpr quint32 codeValue = 0x00080100;
constexpr quint32 codeMeaning = 0x00080104;
constexpr quint32 referencedObject = 0x00081199;
constexpr quint32 referencedClass = 0x00081150;
constexpr quint32 graphicType = 0x00700023;
constexpr quint32 graphicData = 0x00700022;
/// The walk that read the file has a limit of its own; deeper than this nobody reads.
constexpr int deepest = 64;

const TagNode* find(const std::vector<TagNode>& nodes, quint32 tag)
{
    const auto found = std::ranges::find(nodes, tag, &TagNode::tag);
    return found == nodes.end() ? nullptr : &*found;
}

QString textOf(const std::vector<TagNode>& nodes, quint32 tag)
{
    const TagNode* node = find(nodes, tag);
    return node == nullptr ? QString() : node->value;
}

/// The elements of the first item of a sequence.
const std::vector<TagNode>& itemOf(const std::vector<TagNode>& nodes, quint32 sequence)
{
    static const std::vector<TagNode> none;
    const TagNode* node = find(nodes, sequence);
    return node == nullptr || node->children.empty() ? none : node->children.front().children;
}

QString meaningOf(const std::vector<TagNode>& nodes, quint32 sequence)
{
    return textOf(itemOf(nodes, sequence), codeMeaning);
}

QString numberOf(const std::vector<TagNode>& nodes)
{
    const std::vector<TagNode>& measured = itemOf(nodes, measuredValue);
    const QString unit = textOf(itemOf(measured, units), codeValue);
    const QString number = textOf(measured, numericValue);
    // "1" is the unit of what has none (UCUM).
    return unit.isEmpty() || unit == u"1" ? number : number + u' ' + unit;
}

/// Two or three numbers a point; of a long list only the beginning is in the tree.
QString outlineOf(const std::vector<TagNode>& nodes)
{
    const qint64 bytesOfPoint = textOf(nodes, valueType) == u"SCOORD3D" ? 12 : 8;
    const TagNode* data = find(nodes, graphicData);
    const qint64 points = data == nullptr ? 0 : std::max<qint64>(0, data->length) / bytesOfPoint;
    return u"%1 of %2 points"_s.arg(textOf(nodes, graphicType)).arg(points);
}

/// "Secondary Capture Image Storage" of "1.2.840... (SecondaryCaptureImageStorage)".
QString referenceOf(const std::vector<TagNode>& nodes)
{
    const QString uid = textOf(itemOf(nodes, referencedObject), referencedClass);
    const qsizetype name = uid.indexOf(u'(');
    return name < 0 ? uid : imaging::wordsOfKeyword(uid.mid(name + 1).chopped(1));
}

QString valueOf(const std::vector<TagNode>& nodes)
{
    struct Single
    {
        const char* type;
        quint32 tag;
    };
    static constexpr std::array<Single, 6> singles = {{{"TEXT", 0x0040A160},
                                                       {"DATETIME", 0x0040A120},
                                                       {"DATE", 0x0040A121},
                                                       {"TIME", 0x0040A122},
                                                       {"PNAME", 0x0040A123},
                                                       {"UIDREF", 0x0040A124}}};
    const QString type = textOf(nodes, valueType);
    for (const Single& single : singles)
        if (type == QLatin1String(single.type))
            return textOf(nodes, single.tag);
    if (type == u"CODE")
        return meaningOf(nodes, conceptCode);
    if (type == u"NUM")
        return numberOf(nodes);
    if (type.startsWith(u"SCOORD"))
        return outlineOf(nodes);
    return type == u"CONTAINER" ? QString() : referenceOf(nodes);
}

void addLines(const std::vector<TagNode>& nodes, int depth, QStringList& lines)
{
    const QStringList words{meaningOf(nodes, conceptName), valueOf(nodes)};
    QString line = words.join(words.contains(QString()) ? QString() : u": "_s);
    if (!line.isEmpty())
        lines << QString(2 * qsizetype{depth}, u' ') + line;
    const TagNode* items = find(nodes, contentSequence);
    if (items == nullptr || depth == deepest)
        return;
    for (const TagNode& item : items->children)
        addLines(item.children, depth + 1, lines);
}

} // namespace

QStringList contentLines(const TagTree& tree)
{
    QStringList lines;
    if (find(tree.nodes, contentSequence) != nullptr)
        addLines(tree.nodes, 0, lines);
    return lines;
}

} // namespace ccad
