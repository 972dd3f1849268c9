// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSortFilterProxyModel>
#include <QStringList>

#include <span>

namespace ccad {

/// How the list of studies is sorted.
enum class StudyOrder
{
    Opened,
    Name,
    Probability ///< of the positive class, the highest first; unknown ones come last
};

/// An order: the key that settings keep and the words that people read.
struct StudyOrderName
{
    StudyOrder order;
    QString key;
    QString title;
};
[[nodiscard]] std::span<const StudyOrderName> studyOrderNames();
/// Opened for an unknown key.
[[nodiscard]] StudyOrder studyOrderOf(const QString& key);

/// The studies as they are shown: sorted, and only those whose name and finding hold all words of
/// the filter.
class StudyListOrder final : public QSortFilterProxyModel
{
    Q_OBJECT
public:
    explicit StudyListOrder(QObject* parent = nullptr);

    void setOrder(StudyOrder order);
    void setWords(const QString& words);
    /// Keeps a study, the one on screen, in sight until the filter itself changes, although its
    /// finding may no longer fit the filter.
    void keep(const QString& path) { m_kept = path; }

protected:
    [[nodiscard]] bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    StudyOrder m_order = StudyOrder::Opened;
    QStringList m_words;
    QString m_kept;
};

} // namespace ccad
