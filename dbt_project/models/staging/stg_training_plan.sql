{{ in_force('training_plan') }}
