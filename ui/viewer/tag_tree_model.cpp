// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/tag_tree_model.h"

#include "ui/widgets/icon.h"

#include <utility>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr quint32 itemTag = 0xFFFEE000;

bool hasUse(const TagNode& node, TagUse use)
{
    return node.use & static_cast<unsigned>(use);
}

/// "(0028,0010)"; items have names of their own.
QString tagInWords(quint32 tag)
{
    if (tag == 0 || tag == itemTag)
        return {};
    return u"(%1,%2)"_s.arg(tag >> 16, 4, 16, QLatin1Char('0'))
        .arg(tag & 0xFFFF, 4, 16, QLatin1Char('0'))
        .toUpper();
}

QString useInWords(const TagNode& node)
{
    if (hasUse(node, TagUse::Display) && hasUse(node, TagUse::Prediction))
        return TagTreeModel::tr("Display, prediction");
    if (hasUse(node, TagUse::Display))
        return TagTreeModel::tr("Display");
    return hasUse(node, TagUse::Prediction) ? TagTreeModel::tr("Prediction") : QString();
}

QString useExplained(const TagNode& node)
{
    QStringList sentences;
    if (hasUse(node, TagUse::Display))
        sentences << TagTreeModel::tr("It changes how the picture looks or is measured.");
    if (hasUse(node, TagUse::Prediction))
        sentences << TagTreeModel::tr(
            "It changes what the network sees, what is refused, or what is warned of.");
    return sentences.join(QLatin1Char(' '));
}

} // namespace

void TagTreeModel::setTree(TagTree tree)
{
    beginResetModel();
    m_entries.clear();
    m_top.clear();
    m_tree = std::move(tree);
    addEntries(m_tree.nodes, -1);
    endResetModel();
}

void TagTreeModel::addEntries(const std::vector<TagNode>& nodes, int parent)
{
    // The depth is limited by ReadLimits::maxSequenceDepth.
    for (const TagNode& node : nodes) {
        const int id = int(m_entries.size());
        std::vector<int>& siblings = parent < 0 ? m_top : m_entries[size_t(parent)].children;
        m_entries.push_back({&node, parent, int(siblings.size()), {}});
        (parent < 0 ? m_top : m_entries[size_t(parent)].children).push_back(id);
        addEntries(node.children, id);
    }
}

void TagTreeModel::setTextHidden(bool hidden)
{
    if (m_hidden == hidden)
        return;
    m_hidden = hidden;
    // Values change everywhere in the tree, which is a reset to its views.
    beginResetModel();
    endResetModel();
}

QString TagTreeModel::rowText(const QModelIndex& index) const
{
    if (!index.isValid())
        return {};
    QStringList texts;
    for (int column = 0; column < columns; ++column)
        texts << text(*m_entries[index.internalId()].node, column);
    return texts.join(QLatin1Char('\t'));
}

const std::vector<int>& TagTreeModel::childrenOf(const QModelIndex& parent) const
{
    return parent.isValid() ? m_entries[parent.internalId()].children : m_top;
}

QModelIndex TagTreeModel::index(int row, int column, const QModelIndex& parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(childrenOf(parent)[size_t(row)]));
}

QModelIndex TagTreeModel::parent(const QModelIndex& index) const
{
    const int above = index.isValid() ? m_entries[index.internalId()].parent : -1;
    return above < 0 ? QModelIndex()
                     : createIndex(m_entries[size_t(above)].row, 0, quintptr(above));
}

int TagTreeModel::rowCount(const QModelIndex& parent) const
{
    return parent.column() > 0 ? 0 : int(childrenOf(parent).size());
}

int TagTreeModel::columnCount(const QModelIndex&) const
{
    return columns;
}

QString TagTreeModel::text(const TagNode& node, int column) const
{
    switch (column) {
    case Tag:
        return tagInWords(node.tag);
    case Name:
        return node.name;
    case Vr:
        return node.vr;
    case Value:
        return m_hidden && node.identifiesPatient && !node.value.isEmpty() ? tr("(hidden)")
                                                                           : node.value;
    default:
        return useInWords(node);
    }
}

QVariant TagTreeModel::data(const QModelIndex& index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const TagNode& node = *m_entries[index.internalId()].node;
    switch (role) {
    case Qt::DisplayRole:
        return text(node, index.column());
    case Qt::ToolTipRole:
        return index.column() == Use ? useExplained(node) : text(node, index.column());
    case Qt::DecorationRole:
        if (index.column() != Use || node.use == 0)
            return {};
        return themedIcon(hasUse(node, TagUse::Prediction) ? u"model"_s : u"window-level"_s);
    case SearchRole:
        return rowText(index) + QLatin1Char('\t')
            + QString::number(node.tag, 16).rightJustified(8, QLatin1Char('0'));
    default:
        return {};
    }
}

QVariant TagTreeModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole || section >= columns)
        return {};
    const QString titles[] = {tr("Tag"), tr("Name"), tr("VR"), tr("Value"), tr("Used for")};
    return titles[section];
}

TagFilter::TagFilter(QObject* parent) : QSortFilterProxyModel(parent)
{
    setRecursiveFilteringEnabled(true);
    setAutoAcceptChildRows(true);
}

void TagFilter::setText(const QString& text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

bool TagFilter::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    return m_text.isEmpty()
        || sourceModel()
               ->index(row, 0, parent)
               .data(TagTreeModel::SearchRole)
               .toString()
               .contains(m_text, Qt::CaseInsensitive);
}

int TagFilter::matches() const
{
    return matchesBelow({});
}

int TagFilter::matchesBelow(const QModelIndex& parent) const
{
    int count = 0;
    for (int row = 0; row < sourceModel()->rowCount(parent); ++row) {
        count += filterAcceptsRow(row, parent) ? 1 : 0;
        count += matchesBelow(sourceModel()->index(row, 0, parent));
    }
    return count;
}

} // namespace ccad
