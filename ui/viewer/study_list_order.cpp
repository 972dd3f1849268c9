// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/internal/study_list_order.h"

#include "ui/viewer/internal/study_files.h"
#include "ui/viewer/study_list_model.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

QString tr(const char* text)
{
    return QCoreApplication::translate("StudyListOrder", text);
}

} // namespace

std::span<const StudyOrderName> studyOrderNames()
{
    static const StudyOrderName names[] = {
        {StudyOrder::Opened, u"opened"_s, tr("As opened")},
        {StudyOrder::Name, u"name"_s, tr("By name")},
        {StudyOrder::Probability, u"probability"_s, tr("By probability")},
    };
    return names;
}

StudyOrder studyOrderOf(const QString& key)
{
    for (const StudyOrderName& name : studyOrderNames())
        if (name.key == key)
            return name.order;
    return StudyOrder::Opened;
}

StudyListOrder::StudyListOrder(QObject* parent) : QSortFilterProxyModel(parent)
{
    setDynamicSortFilter(true);
    sort(0);
}

void StudyListOrder::setOrder(StudyOrder order)
{
    if (m_order == order)
        return;
    m_order = order;
    invalidate();
}

void StudyListOrder::setWords(const QString& words)
{
    const QStringList split = words.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    if (m_words == split)
        return;
    m_words = split;
    m_kept.clear();
    invalidateFilter();
}

bool StudyListOrder::lessThan(const QModelIndex& left, const QModelIndex& right) const
{
    if (m_order == StudyOrder::Name) {
        const QString first = left.data().toString();
        const QString second = right.data().toString();
        if (first != second)
            return comesBefore(first, second);
    }
    if (m_order == StudyOrder::Probability) {
        const auto rank = [](const QModelIndex& index) {
            const QVariant known = index.data(StudyListModel::ProbabilityRole);
            return known.isValid() ? known.toDouble() : -1.0;
        };
        if (rank(left) != rank(right))
            return rank(left) > rank(right);
    }
    return left.data(StudyListModel::NumberRole).toInt()
        < right.data(StudyListModel::NumberRole).toInt();
}

bool StudyListOrder::filterAcceptsRow(int row, const QModelIndex& parent) const
{
    const QModelIndex index = sourceModel()->index(row, 0, parent);
    if (!m_kept.isEmpty() && index.data(StudyListModel::PathRole).toString() == m_kept)
        return true;
    const QString text
        = index.data(Qt::AccessibleTextRole).toString(); // the title and what came of it
    return std::all_of(m_words.begin(), m_words.end(), [&text](const QString& word) {
        return text.contains(word, Qt::CaseInsensitive);
    });
}

} // namespace ccad
