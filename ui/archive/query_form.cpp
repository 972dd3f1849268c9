// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/archive/internal/query_form.h"

#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QComboBox>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr int longestKey = 64; // characters of a value in a query

/// In the order of the choices.
constexpr AskedDays days[] = {AskedDays::Today, AskedDays::LastWeek, AskedDays::Any};

const QList<QStringList>& modalities()
{
    static const QList<QStringList> lists{{u"CR"_s, u"DX"_s}, {u"CR"_s}, {u"DX"_s}, {}};
    return lists;
}

} // namespace

QueryForm::QueryForm(QWidget* parent) : QWidget(parent)
{
    setAccessibleName(tr("Query"));
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(spacing::large, spacing::medium, spacing::large, spacing::medium);
    grid->setHorizontalSpacing(spacing::medium);
    grid->setVerticalSpacing(spacing::small);
    m_name = addField(*grid, 0, 0, tr("Patient's &name"), "queryName");
    m_name->setPlaceholderText(tr("Doe, Jane or its beginning"));
    m_id = addField(*grid, 0, 1, tr("&Patient ID"), "queryId");
    m_accession = addField(*grid, 0, 2, tr("&Accession number"), "queryAccession");
    m_days = addChoice(*grid, 2, 0, tr("&Date of the study"), "queryDays",
                       {tr("Today"), tr("Last 7 days"), tr("Any")});
    m_modalities = addChoice(*grid, 2, 1, tr("&Modality"), "queryModality",
                             {tr("CR and DX"), tr("CR"), tr("DX"), tr("Any")});
    m_description = addField(*grid, 2, 2, tr("Desc&ription"), "queryDescription");
    m_description->setPlaceholderText(tr("Words in it"));
    m_search = makeButton(tr("&Search"), nullptr, this, "search");
    m_search->setToolTip(tr("Asks the archive (Enter)"));
    connect(m_search, &QPushButton::clicked, this, &QueryForm::searchRequested);
    grid->addWidget(m_search, 3, 3);
    for (int column = 0; column < 3; ++column)
        grid->setColumnStretch(column, 1);
}

QLineEdit* QueryForm::addField(QGridLayout& grid, int row, int column, const QString& title,
                               const char* name)
{
    auto* field = new QLineEdit(this);
    field->setObjectName(QString::fromLatin1(name));
    field->setMaxLength(longestKey);
    field->setAccessibleName(QString(title).remove(u'&'));
    grid.addWidget(makeCaption(title, field, this), row, column);
    grid.addWidget(field, row + 1, column);
    return field;
}

QComboBox* QueryForm::addChoice(QGridLayout& grid, int row, int column, const QString& title,
                                const char* name, const QStringList& choices)
{
    auto* box = new QComboBox(this);
    box->setObjectName(QString::fromLatin1(name));
    box->addItems(choices);
    box->setAccessibleName(QString(title).remove(u'&'));
    grid.addWidget(makeCaption(title, box, this), row, column);
    grid.addWidget(box, row + 1, column);
    return box;
}

AskedStudies QueryForm::asked() const
{
    AskedStudies asked;
    asked.patientName = m_name->text();
    asked.patientId = m_id->text();
    asked.accession = m_accession->text();
    asked.description = m_description->text();
    asked.days = days[m_days->currentIndex()];
    asked.modalities = modalities().at(m_modalities->currentIndex());
    return asked;
}

void QueryForm::setTextHidden(bool hidden)
{
    for (QLineEdit* field : {m_name, m_id, m_accession, m_description})
        field->setEchoMode(hidden ? QLineEdit::Password : QLineEdit::Normal);
}

void QueryForm::setCanSearch(bool can)
{
    m_search->setEnabled(can);
}

void QueryForm::focusFirst()
{
    m_name->setFocus(Qt::OtherFocusReason);
}

void QueryForm::keyPressEvent(QKeyEvent* event)
{
    if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_search->isEnabled())
        Q_EMIT searchRequested();
    else
        QWidget::keyPressEvent(event);
}

} // namespace ccad
