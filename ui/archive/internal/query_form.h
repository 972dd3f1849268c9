// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/archive/internal/query_words.h"

#include <QWidget>

class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;

namespace ccad {

/// What an archive is asked for, on one page. Enter in any field searches.
class QueryForm final : public QWidget
{
    Q_OBJECT
public:
    explicit QueryForm(QWidget* parent = nullptr);

    [[nodiscard]] AskedStudies asked() const;
    /// What was typed may name a patient: it is shown as dots.
    void setTextHidden(bool hidden);
    void setCanSearch(bool can);
    void focusFirst();

Q_SIGNALS:
    void searchRequested();

protected:
    void keyPressEvent(QKeyEvent* event) override;

private:
    QLineEdit* addField(QGridLayout& grid, int row, int column, const QString& title,
                        const char* name);
    QComboBox* addChoice(QGridLayout& grid, int row, int column, const QString& title,
                         const char* name, const QStringList& choices);

    QLineEdit* m_name;
    QLineEdit* m_id;
    QLineEdit* m_accession;
    QLineEdit* m_description;
    QComboBox* m_days;
    QComboBox* m_modalities;
    QPushButton* m_search;
};

} // namespace ccad
