from django.urls import path

from wutong.core.people.office import (
    acting,
    documents,
    duplicates,
    editing,
    lists,
    merges,
    profile,
    relations,
)

urlpatterns = [
    path("", lists.PeopleListView.as_view(), name="people-list"),
    path("add/", editing.PersonAddView.as_view(), name="people-add"),
    path("duplicates/", duplicates.DuplicatesView.as_view(), name="people-duplicates"),
    path(
        "duplicates/next/",
        duplicates.NextDuplicateView.as_view(),
        name="people-duplicates-next",
    ),
    path(
        "duplicates/search/",
        duplicates.SearchNowView.as_view(),
        name="people-duplicates-search",
    ),
    path("duplicates/<int:pk>/", duplicates.DuplicateView.as_view(), name="people-duplicate"),
    path(
        "duplicates/<int:pk>/undo/",
        duplicates.UndoDuplicateView.as_view(),
        name="people-duplicate-undo",
    ),
    path("<int:pk>/merge/", merges.MergeWithView.as_view(), name="people-merge"),
    path("<int:pk>/merges/", merges.PersonMergesView.as_view(), name="people-merges"),
    path(
        "<int:pk>/merges/<int:merge>/undo/",
        merges.UnmergeView.as_view(),
        name="people-unmerge",
    ),
    path("<int:pk>/", profile.PersonDetailView.as_view(), name="people-detail"),
    path(
        "<int:pk>/documents/add/",
        documents.DocumentAddView.as_view(),
        name="people-document-add",
    ),
    path(
        "<int:pk>/documents/<int:document>/show/",
        documents.ShowDocumentView.as_view(),
        name="people-document-show",
    ),
    path(
        "<int:pk>/documents/<int:document>/remove/",
        documents.RemoveDocumentView.as_view(),
        name="people-document-remove",
    ),
    path("<int:pk>/relations/add/", relations.RelationAddView.as_view(), name="people-relate"),
    path(
        "<int:pk>/relations/<int:relation>/",
        relations.RelationActView.as_view(),
        name="people-relation-act",
    ),
    path("<int:pk>/edit/", editing.PersonEditView.as_view(), name="people-edit"),
    path("<int:pk>/timeline/", profile.PersonTimelineView.as_view(), name="people-timeline"),
    path("<int:pk>/history/", profile.PersonHistoryView.as_view(), name="people-history"),
    path("<int:pk>/studies/add/", editing.StudyEditView.as_view(), name="people-study-add"),
    path(
        "<int:pk>/studies/<int:degree>/",
        editing.StudyEditView.as_view(),
        name="people-study-edit",
    ),
    path(
        "<int:pk>/employments/add/",
        editing.EmploymentEditView.as_view(),
        name="people-employment-add",
    ),
    path(
        "<int:pk>/employments/<int:employment>/",
        editing.EmploymentEditView.as_view(),
        name="people-employment-edit",
    ),
    path("<int:pk>/contacts/add/", acting.ContactAddView.as_view(), name="people-contact-add"),
    path(
        "<int:pk>/contacts/<int:contact>/show/",
        profile.ShowContactView.as_view(),
        name="people-contact-show",
    ),
    path(
        "<int:pk>/contacts/<int:contact>/",
        acting.ContactActView.as_view(),
        name="people-contact-act",
    ),
    path("<int:pk>/death/", acting.DeathView.as_view(), name="people-death"),
    path("<int:pk>/living/", acting.LivingView.as_view(), name="people-living"),
    path("<int:pk>/lost/", acting.LostView.as_view(), name="people-lost"),
]
