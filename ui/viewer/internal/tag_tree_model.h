// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/tag_tree.h"

#include <QAbstractItemModel>
#include <QSortFilterProxyModel>

#include <vector>

namespace ccad {

/// The elements of a DICOM file, sequences and items as branches.
class TagTreeModel final : public QAbstractItemModel
{
    Q_OBJECT
public:
    enum Column
    {
        Tag,
        Name,
        Vr,
        Value,
        Use,
        columns
    };
    enum Role
    {
        SearchRole = Qt::UserRole ///< all columns of the row, and the tag as eight digits
    };

    using QAbstractItemModel::QAbstractItemModel;

    void setTree(TagTree tree);
    /// Values that can tell who the patient is are replaced by a word.
    void setTextHidden(bool hidden);
    [[nodiscard]] int nodeCount() const { return int(m_entries.size()); }
    /// The row as text, its columns parted by tabs.
    [[nodiscard]] QString rowText(const QModelIndex& index) const;

    [[nodiscard]] QModelIndex index(int row, int column,
                                    const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    struct Entry
    {
        const TagNode* node = nullptr;
        int parent = -1; ///< of m_entries; -1: the top level
        int row = 0;
        std::vector<int> children;
    };
    void addEntries(const std::vector<TagNode>& nodes, int parent);
    [[nodiscard]] const std::vector<int>& childrenOf(const QModelIndex& parent) const;
    [[nodiscard]] QString text(const TagNode& node, int column) const;

    TagTree m_tree;
    std::vector<Entry> m_entries;
    std::vector<int> m_top;
    bool m_hidden = false;
};

/// Keeps the rows in which a text occurs, with all that lies above and below them.
class TagFilter final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit TagFilter(QObject* parent = nullptr);

    void setText(const QString& text);
    /// How many rows hold the text themselves.
    [[nodiscard]] int matches() const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    [[nodiscard]] int matchesBelow(const QModelIndex& parent) const;

    QString m_text;
};

} // namespace ccad
