// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/icon_label.h"

#include <QStringList>
#include <QWidget>

class QVBoxLayout;

namespace ccad {

/// Sentences below each other, each after an icon that says its kind.
class SentenceList final : public QWidget
{
    Q_OBJECT
public:
    explicit SentenceList(const QString& name, QWidget* parent = nullptr);

    void clear();
    void addWarning(const QString& sentence);
    void addError(const QString& sentence);
    void addInformation(const QString& sentence);
    [[nodiscard]] QStringList sentences() const { return m_sentences; }

private:
    void add(const QString& sentence, const QString& icon, IconLabel::Colour colour,
             const QString& meaning);

    QVBoxLayout* m_rows;
    QStringList m_sentences;
};

} // namespace ccad
